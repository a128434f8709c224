package dev.penstock.examples;

/**
 * A reusable event: its fields are filled before it is published, and emptied after the last use.
 */
final class Order {
  String client = "";
  long price;
  int quantity;

  Order set(String client, long price, int quantity) {
    this.client = client;
    this.price = price;
    this.quantity = quantity;
    return this;
  }

  void copyFrom(Order other) {
    set(other.client, other.price, other.quantity);
  }

  void clear() {
    set("", 0, 0);
  }
}
