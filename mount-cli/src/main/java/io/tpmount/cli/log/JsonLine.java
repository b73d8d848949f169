package io.tpmount.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** An event as one JSON object: time, level, source, message and, with a failure, its trace. */
final class JsonLine extends LayoutBase<ILoggingEvent> {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  @Override
  public String doLayout(ILoggingEvent event) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("time", event.getInstant().toString());
    line.put("level", RcloneLevel.name(event).strip());
    line.put("source", event.getLoggerName());
    line.put("message", event.getFormattedMessage());
    if (event.getThrowableProxy() != null) {
      line.put("trace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return GSON.toJson(line) + "\n";
  }
}
