/** The command line: {@code penstock} and its verbs. */
package dev.penstock.cli;
