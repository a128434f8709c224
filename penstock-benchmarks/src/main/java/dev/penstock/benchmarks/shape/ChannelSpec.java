package dev.penstock.benchmarks.shape;

import java.util.concurrent.ThreadFactory;

/**
 * What an adapter is to build.
 *
 * @param variant which of the library's ways
 * @param capacity how many slots, the same for every library
 * @param threads makes the consumer's thread
 */
public record ChannelSpec(String variant, int capacity, ThreadFactory threads) {}
