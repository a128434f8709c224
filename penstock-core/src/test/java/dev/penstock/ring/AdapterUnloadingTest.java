package dev.penstock.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Await;
import dev.penstock.EventHandler;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** The classes that are made for adapters keep nothing alive, and go: see {@link EachHandlers}. */
class AdapterUnloadingTest {
  @Test
  void libraryThatNobodyUsesAnyMoreGoes() throws Exception {
    goes(loaderOfALibrary());
  }

  @Test
  void applicationThatNobodyUsesAnyMoreGoes() throws Exception {
    goes(loaderOfAnApplication());
  }

  @Test
  void adapterIsMadeAnewWhenItsClassIsGone() {
    Slots<Object> slots = new Slots<>(8);
    EventHandler<Object> handler = (event, sequence, endOfBatch) -> {};
    goes(new WeakReference<>(EachHandlers.make(slots, handler).getClass()));
    isMadeForIt(EachHandlers.make(slots, handler));
  }

  /** A library of its own, with adapters for arrays of the JDK's classes. */
  private static WeakReference<ClassLoader> loaderOfALibrary() throws Exception {
    URL library = EachHandlers.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {library}, ClassLoader.getPlatformClassLoader())) {
      Class<?> handlers = loader.loadClass("dev.penstock.EventHandler");
      Object handler = proxy(loader, handlers);
      Class<?> references = loader.loadClass("dev.penstock.ring.ReferenceRing");
      Object empty = references.getMethod("withCapacity", int.class).invoke(null, 8);
      Class<?> objects = loader.loadClass("dev.penstock.ring.ObjectRing");
      Object strings =
          objects.getMethod("over", Object[].class).invoke(null, (Object) new String[] {"a", "b"});
      isMadeForIt(references.getMethod("each", handlers).invoke(empty, handler));
      isMadeForIt(objects.getMethod("each", handlers).invoke(strings, handler));
      return new WeakReference<>(loader);
    }
  }

  /** One whose array's class is its own, while the handlers' class is the library's. */
  private static WeakReference<ClassLoader> loaderOfAnApplication() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[0], EventHandler.class.getClassLoader())) {
      ObjectRing<Object> ring = ObjectRing.withCapacity(8, () -> proxy(loader, Runnable.class));
      isMadeForIt(ring.clearing(event -> {}));
      return new WeakReference<>(loader);
    }
  }

  private static Object proxy(ClassLoader loader, Class<?> of) {
    return Proxy.newProxyInstance(loader, new Class<?>[] {of}, (proxy, method, arguments) -> null);
  }

  private static void isMadeForIt(Object adapter) {
    assertThat(adapter.getClass().isHidden()).isTrue();
  }

  private static void goes(WeakReference<?> used) {
    Await.until(
        () -> {
          System.gc();
          return used.refersTo(null);
        },
        () -> used.get() + " is still reachable");
  }
}
