package dev.penstock.server.stream;

import dev.penstock.job.Problem;
import dev.penstock.server.config.StreamSettings.Source;
import dev.penstock.server.intake.DirectIntake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what an entry asks for. Stateless. */
final class EntryReader {
  private static final String PIPELINE = "pipeline";
  private static final String PAYLOAD = "payload";
  private static final String URL = "payload-url";
  private static final String KEY = "key";
  private static final String NAME = "name";
  private static final String ENCODING = "encoding";

  private final Source source;

  EntryReader(Source source) {
    this.source = source;
  }

  /** What an entry is. */
  sealed interface Reading {
    /** A payload that stands in the entry. */
    record Inline(DirectIntake.Wish wish, byte[] payload) implements Reading {}

    /** A payload that is elsewhere. */
    record Elsewhere(DirectIntake.Wish wish, String url) implements Reading {}

    /** Nothing that could be used. */
    record Unusable(Problem problem) implements Reading {}
  }

  Reading read(Entry entry) {
    if (entry.gone()) {
      return unusable("stream.entry_gone", "The entry was removed from the stream meanwhile.");
    }
    var own = new LinkedHashMap<String, Entry.Field>();
    Map<String, List<String>> inputs = new LinkedHashMap<>();
    for (Entry.Field field : entry.fields()) {
      if (!isOwn(field.name())) {
        inputs.computeIfAbsent(field.name(), name -> new ArrayList<>()).add(field.text());
      } else if (own.put(field.name(), field) != null) {
        return unusable(
            "stream.field", "The field '%s' stands there twice.".formatted(field.name()));
      }
    }
    return read(entry, own, inputs);
  }

  private static boolean isOwn(String name) {
    return switch (name) {
      case PIPELINE, PAYLOAD, URL, KEY, NAME, ENCODING -> true;
      default -> false;
    };
  }

  private Reading read(
      Entry entry, Map<String, Entry.Field> own, Map<String, List<String>> inputs) {
    Entry.Field payload = own.get(PAYLOAD);
    Entry.Field url = own.get(URL);
    if ((payload == null) == (url == null)) {
      return unusable("stream.field", "An entry has either payload or payload-url.");
    }
    Optional<String> pipeline = text(own, PIPELINE).or(source::pipeline);
    if (pipeline.isEmpty()) {
      return unusable(
          "stream.field", "The entry names no pipeline, and there is no streams.pipeline.");
    }
    String encoding = text(own, ENCODING).orElse("identity");
    if (!encoding.equals("gzip") && !encoding.equals("zstd") && !encoding.equals("identity")) {
      return unusable("payload.encoding", "encoding may be gzip, zstd or identity.");
    }
    var wish =
        new DirectIntake.Wish(
            pipeline.get(),
            inputs,
            text(own, NAME).orElse(entry.id()),
            Optional.of(text(own, KEY).orElse("stream/" + source.stream() + "/" + entry.id())),
            encoding.equals("gzip"));
    return payload == null
        ? new Reading.Elsewhere(wish, url.text())
        : new Reading.Inline(wish, payload.value());
  }

  private static Optional<String> text(Map<String, Entry.Field> own, String name) {
    return Optional.ofNullable(own.get(name)).map(Entry.Field::text);
  }

  private static Reading unusable(String code, String detail) {
    return new Reading.Unusable(new Problem(code, detail));
  }
}
