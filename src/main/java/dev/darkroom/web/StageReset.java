package dev.darkroom.web;

/** Somebody wants to begin anew: whoever has broken something makes it right again. */
public record StageReset() {}
