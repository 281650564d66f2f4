package dev.penstock.server.config;

import java.nio.file.Path;

/**
 * What HTTPS is spoken with, as PEM; read again when the files change.
 *
 * @param certificate the server's own first, then those above it
 * @param key PKCS #8, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {}
