/**
 * Small programs that use Penstock. The parts between {@code snippet} and {@code end} comments are
 * what the documents show; a test holds the two together.
 */
package dev.penstock.examples;
