package analytics.realtime.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Numbers as JavaScript has them: a double, which is an integer when it has no fraction (`1.0`, `1e3`). One that is too large
 * is infinite. At the ends of 64 bits, where a double is not exact, the digits decide, as in functions/event/accept-data.ts.
 * For one text.
 */
final class JavaScriptNumbers extends JsonNodeFactory {
  private static final long serialVersionUID = 1L;
  private static final double LONGS_END = 0x1p63;

  private boolean infinite;

  @Override
  public NumericNode numberNode(int value) {
    return LongNode.valueOf(value);
  }

  @Override
  public NumericNode numberNode(long value) {
    return isEnd(value) ? LongNode.valueOf(value) : ofDouble(value);
  }

  @Override
  public ValueNode numberNode(BigInteger value) {
    double rounded = value.doubleValue();
    return isEnd(rounded) ? BigIntegerNode.valueOf(value) : ofDouble(rounded);
  }

  @Override
  public NumericNode numberNode(double value) {
    return isEnd(value) ? beyond(value) : ofDouble(value);
  }

  @Override
  public ValueNode numberNode(BigDecimal value) {
    return numberNode(value.doubleValue());
  }

  private static boolean isEnd(double value) {
    return Math.abs(value) == LONGS_END;
  }

  /** Written with a fraction or an exponent it has no digits that could be trusted: it counts as beyond the end. */
  private static NumericNode beyond(double end) {
    BigInteger exact = new BigDecimal(end).toBigInteger();
    return BigIntegerNode.valueOf(end < 0 ? exact.subtract(BigInteger.ONE) : exact);
  }

  /** Makes infinite numbers within a value that was parsed something that is no number. */
  void refuseInfinite(JsonNode root) {
    if (!infinite) return;
    Deque<ContainerNode<?>> open = new ArrayDeque<>();
    if (root instanceof ContainerNode<?>) open.push((ContainerNode<?>) root);
    while (!open.isEmpty()) {
      ContainerNode<?> container = open.pop();
      if (container instanceof ObjectNode) {
        for (Map.Entry<String, JsonNode> member : container.properties()) {
          if (isInfinite(member.getValue())) member.setValue(notANumber(member.getValue()));
        }
      } else {
        ArrayNode list = (ArrayNode) container;
        for (int at = 0; at < list.size(); at++) if (isInfinite(list.get(at))) list.set(at, notANumber(list.get(at)));
      }
      for (JsonNode child : container) if (child instanceof ContainerNode<?>) open.push((ContainerNode<?>) child);
    }
  }

  private static boolean isInfinite(JsonNode node) {
    return node.isDouble() && Double.isInfinite(node.doubleValue());
  }

  private static JsonNode notANumber(JsonNode node) {
    return new POJONode(node.doubleValue());
  }

  private NumericNode ofDouble(double value) {
    if (Double.isInfinite(value)) infinite = true;
    if (value != Math.rint(value) || Double.isInfinite(value)) return DoubleNode.valueOf(value);
    if (Math.abs(value) < LONGS_END) return LongNode.valueOf((long) value);
    return BigIntegerNode.valueOf(new BigDecimal(value).toBigInteger());
  }
}
