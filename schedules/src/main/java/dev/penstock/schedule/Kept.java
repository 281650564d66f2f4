package dev.penstock.schedule;

/** A schedule as the book has it. */
public record Kept(Schedule schedule, Position position) {}
