/**
 * The verb {@code bench}: Penstock beside its peers, every cell in fresh virtual machines. {@link
 * dev.penstock.benchmarks.BenchCommand} plans, forks and reports; {@link
 * dev.penstock.benchmarks.Worker} measures one cell.
 */
package dev.penstock.benchmarks;
