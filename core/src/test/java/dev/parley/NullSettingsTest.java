package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Framing;
import dev.parley.frame.LengthFraming;
import dev.parley.limit.AddressBlock;
import dev.parley.limit.Clock;
import dev.parley.limit.DatagramLimits;
import dev.parley.limit.DurationText;
import dev.parley.limit.Limits;
import dev.parley.limit.SizeText;
import dev.parley.limit.SourceLimits;
import dev.parley.limit.Timeouts;
import dev.parley.prelude.FirstBytes;
import dev.parley.prelude.Prelude;
import dev.parley.reload.Followed;
import dev.parley.secure.Aead;
import dev.parley.secure.Security;
import dev.parley.session.Address;
import dev.parley.session.Conversation;
import dev.parley.session.Handler;
import dev.parley.session.ProxyProtocol;
import dev.parley.session.Scheme;
import dev.parley.session.SocketOptions;
import dev.parley.session.Transport;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsClient;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A setting that is null is refused where it is given, with its name, not when a server starts.
class NullSettingsTest {
  /// The types with settings, each with an object whose methods are called; null for types that
  /// have static methods alone.
  private static final Map<Class<?>, Object> TYPES = new HashMap<>();

  /// A value for each type of parameter.
  private static final Map<Class<?>, Object> VALUES = new HashMap<>();

  static {
    TYPES.put(Server.Builder.class, Server.builder());
    TYPES.put(ListenerSettings.class, new ListenerSettings());
    TYPES.put(ClientOptions.class, ClientOptions.defaults());
    TYPES.put(Limits.class, Limits.defaults());
    TYPES.put(DatagramLimits.class, DatagramLimits.defaults());
    TYPES.put(SourceLimits.class, SourceLimits.defaults());
    TYPES.put(Timeouts.class, Timeouts.defaults());
    TYPES.put(SocketOptions.class, SocketOptions.defaults());
    TYPES.put(Address.class, Address.tcp("127.0.0.1", 9));
    for (Class<?> type :
        List.of(
            Client.class,
            Connector.class,
            Conversations.class,
            ProxyProtocol.class,
            AddressBlock.class,
            DurationText.class,
            SizeText.class,
            Framing.class,
            Aead.class)) {
      TYPES.put(type, null);
    }
    VALUES.put(Address.class, Address.tcp("127.0.0.1", 9));
    VALUES.put(String.class, "tcp://127.0.0.1:9");
    VALUES.put(Transport.class, Transport.TCP);
    VALUES.put(Scheme.class, Scheme.tls());
    VALUES.put(FirstBytes.class, FirstBytes.httpRequest());
    VALUES.put(Prelude.class, ProxyProtocol.ofUnix());
    VALUES.put(Framing.class, Framing.line());
    VALUES.put(LengthFraming.Prefix.class, LengthFraming.Prefix.BE4);
    VALUES.put(Security.class, Security.none());
    VALUES.put(TlsClient.class, Tls.client());
    VALUES.put(Duration.class, Duration.ofSeconds(1));
    VALUES.put(Limits.class, Limits.defaults());
    VALUES.put(Timeouts.class, Timeouts.defaults());
    VALUES.put(SocketOptions.class, SocketOptions.defaults());
    VALUES.put(ClientOptions.class, ClientOptions.defaults());
    VALUES.put(Clock.class, Clock.system());
    VALUES.put(List.class, List.of());
    VALUES.put(Consumer.class, (Consumer<Object>) _ -> {});
    VALUES.put(Handler.class, (Handler) (_, _) -> {});
    VALUES.put(Conversation.Body.class, (Conversation.Body) _ -> {});
    VALUES.put(ProxyProtocol.class, ProxyProtocol.from(AddressBlock.parse("127.0.0.1")));
    VALUES.put(Followed.class, null); // the only parameter of its method
    VALUES.put(int.class, 1);
    VALUES.put(long.class, 1L);
    VALUES.put(boolean.class, false);
  }

  private static boolean isSetting(Method method) {
    if (method.isSynthetic() || method.isBridge() || !Modifier.isPublic(method.getModifiers())) {
      return false;
    }
    Class<?> type = method.getDeclaringClass();
    return Modifier.isStatic(method.getModifiers())
        ? !method.getName().equals("valueOf")
            && (method.getReturnType().getName().startsWith("dev.parley.")
                || method.getName().equals("parse"))
            && !method.getName().equals("layer")
        : method.getReturnType().equals(type);
  }

  private static Stream<Method> settings() {
    return TYPES.keySet().stream()
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(NullSettingsTest::isSetting);
  }

  private static boolean mayBeNull(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  @TestFactory
  Stream<DynamicTest> isRefusedWhereItIsGiven() {
    List<DynamicTest> tests = new ArrayList<>();
    settings()
        .forEach(method -> {
          for (int i = 0; i < method.getParameterCount(); i++) {
            int place = i;
            if (!method.getParameterTypes()[i].isPrimitive()
                && !mayBeNull(method.getAnnotatedParameterTypes()[i])) {
              tests.add(
                  DynamicTest.dynamicTest(
                      method.getDeclaringClass().getSimpleName()
                          + "."
                          + method.getName()
                          + ", parameter "
                          + i,
                      () -> assertRefused(method, place)));
            }
          }
        });
    return tests.stream();
  }

  @Test
  void thereAreSuchSettings() {
    assertTrue(settings().count() > 60);
  }

  private static void assertRefused(Method method, int place) throws Exception {
    Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i == place ? null : VALUES.get(method.getParameterTypes()[i]);
    }
    Object target = TYPES.get(method.getDeclaringClass());
    try {
      Object made = method.invoke(target, arguments);
      throw new AssertionError("null was taken: " + made);
    } catch (InvocationTargetException e) {
      assertEquals(NullPointerException.class, e.getCause().getClass(), e.getCause().toString());
      String name = String.valueOf(e.getCause().getMessage());
      assertTrue(name.matches("[a-zA-Z]+"), name);
    }
  }
}
