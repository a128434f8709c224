/** Tests that must fail: each weakens one ordering, in code of its own. */
package dev.penstock.canary;
