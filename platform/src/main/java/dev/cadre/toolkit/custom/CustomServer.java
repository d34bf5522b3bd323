package dev.cadre.toolkit.custom;

import dev.cadre.store.Database;
import dev.cadre.tool.Tool;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server {@code custom}: {@code get_weather}, {@code store_data}, {@code get_data}. */
public final class CustomServer implements AutoCloseable {
  public static final String ABOUT =
      "The weather in a city, and a place to keep small data under names.";

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final DataStore data;
  private final List<Tool> tools;

  /**
   * @param platform where data are kept when the settings name no file; null when there is none
   */
  public CustomServer(InstantSource clock, @Nullable Database platform, CustomConfig config) {
    data = DataStore.open(clock, platform, config);
    WeatherService service = new WeatherService(http, config.weatherUrl());
    tools =
        List.of(
            new GetWeather(service, clock, config.weatherTtl(), config.offline()),
            new StoreData(data, clock),
            new GetData(data));
  }

  public List<Tool> tools() {
    return tools;
  }

  @Override
  public void close() {
    http.close();
    data.close();
  }
}
