package dev.penstock.testkit;

import dev.penstock.webhook.MemoryWebhooks;
import dev.penstock.webhook.WebhookBook;

class MemoryWebhooksTest extends WebhookBookContract {
  @Override
  protected WebhookBook open() {
    return new MemoryWebhooks();
  }
}
