/**
 * Penstock passes messages between threads through a ring of sequence numbers, without locks and
 * without garbage. The library coordinates sequences; the application owns the storage that they
 * index.
 */
module dev.penstock {
  exports dev.penstock;
  exports dev.penstock.ring;
}
