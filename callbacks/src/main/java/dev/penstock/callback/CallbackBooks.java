package dev.penstock.callback;

/** Everything that callbacks keep. */
public record CallbackBooks(
    SubscriptionBook subscriptions, SecretBook secrets, DeliveryLog deliveries) {}
