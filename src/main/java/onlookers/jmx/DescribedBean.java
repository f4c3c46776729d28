package onlookers.jmx;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * An MXBean that shows a console what {@link Described} says of its interface. What an operation
 * throws arrives as the cause of an {@link MBeanException}, as every client expects of an
 * operation, and not as if the bean were broken; a proxy throws it as it is.
 */
final class DescribedBean extends StandardMBean {
  private final Map<String, String> attributes;

  /**
   * @param attributes what those attributes are whose getters have no {@link Described}, by name
   */
  <T> DescribedBean(T bean, Class<T> type, Map<String, String> attributes) {
    super(bean, type, true);
    this.attributes = attributes;
  }

  @Override
  public @Nullable Object invoke(String operation, Object[] arguments, String[] signature)
      throws MBeanException, ReflectionException {
    try {
      return super.invoke(operation, arguments, signature);
    } catch (RuntimeException e) { // which the bean server would wrap as if the bean were broken
      throw new MBeanException(e, e.getMessage());
    }
  }

  @Override
  protected String getDescription(MBeanInfo info) {
    return text(getMBeanInterface().getAnnotation(Described.class));
  }

  @Override
  protected String getDescription(MBeanAttributeInfo attribute) {
    String known = attributes.get(attribute.getName());
    if (known != null) {
      return known;
    }
    String getter = (attribute.isIs() ? "is" : "get") + attribute.getName();
    return text(method(getter, 0).getAnnotation(Described.class));
  }

  @Override
  protected String getDescription(MBeanOperationInfo operation) {
    return text(method(operation).getAnnotation(Described.class));
  }

  @Override
  protected String getDescription(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
    return text(described(operation, sequence));
  }

  @Override
  protected String getParameterName(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
    Described described = described(operation, sequence);
    return described == null ? parameter.getName() : described.name();
  }

  private @Nullable Described described(MBeanOperationInfo operation, int sequence) {
    Parameter parameter = method(operation).getParameters()[sequence];
    return parameter.getAnnotation(Described.class);
  }

  private Method method(MBeanOperationInfo operation) {
    return method(operation.getName(), operation.getSignature().length);
  }

  private Method method(String name, int parameters) {
    return Arrays.stream(getMBeanInterface().getMethods())
        .filter(one -> one.getName().equals(name) && one.getParameterCount() == parameters)
        .findFirst()
        .orElseThrow();
  }

  private static String text(@Nullable Described described) {
    return Objects.requireNonNull(described, "described").value();
  }
}
