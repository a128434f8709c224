/** What the parts of the public interface cost, measured with JMH. */
package dev.penstock.jmh;
