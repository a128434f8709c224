/**
 * Random scenarios that a ring must survive: {@link dev.penstock.verification.Scenario} draws one
 * from a seed, {@link dev.penstock.verification.ScenarioRun} carries it out and checks what came of
 * it, {@link dev.penstock.verification.Soak} does so for as long as it is told to.
 */
package dev.penstock.verification;
