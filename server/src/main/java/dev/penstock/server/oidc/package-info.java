/** Bearer tokens of an identity provider: OpenID Connect and OAuth 2.0 access tokens as JWTs. */
@NullMarked
package dev.penstock.server.oidc;

import org.jspecify.annotations.NullMarked;
