/**
 * Typed storage for a ring's sequences: preallocated objects, or references to objects of the
 * application's. A layer on top of {@link dev.penstock.Disruptor}, and no part of it.
 */
package dev.penstock.ring;
