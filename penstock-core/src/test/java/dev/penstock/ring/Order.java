package dev.penstock.ring;

/** The event of these tests: mutable, and reused by every lap. */
final class Order {
  long id;
  Object payload;

  void reset() {
    id = -1;
    payload = null;
  }

  static void id(Order order, Long id) {
    order.id = id;
  }

  static void both(Order order, Long id, Object payload) {
    order.id = id;
    order.payload = payload;
  }
}
