/** What the build runs after jcstress. */
package dev.penstock.jcstress;
