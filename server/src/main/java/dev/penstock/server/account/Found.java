package dev.penstock.server.account;

import dev.penstock.server.access.OwnNames;
import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import dev.penstock.transactions.view.AccountView;
import dev.penstock.transactions.view.Accounts;
import java.io.IOException;
import java.util.Optional;

/** The account that a path names. */
final class Found {
  private Found() {}

  static AccountView account(Accounts accounts, Exchange exchange) throws IOException {
    String account = exchange.path("account");
    Optional<AccountView> live =
        OwnNames.own(exchange.caller(), account) ? accounts.live(account) : Optional.empty();
    return live.orElseThrow(
        () ->
            HttpProblem.of(
                    Code.ACCOUNT_UNKNOWN,
                    "There is no account '%s'. An account appears when an import has published it."
                        .formatted(Exchange.clip(account)))
                .refused());
  }
}
