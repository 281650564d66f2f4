package dev.penstock.transactions.reconcile;

import java.math.BigDecimal;

/**
 * One end of a transfer: a withdrawal or a deposit.
 *
 * @param event its index in the asset's pool
 * @param quantity what was sent (without the fee), or what arrived
 * @param row id of the row
 */
public record Transfer(
    int event, long at, String wallet, BigDecimal quantity, String txHash, String row) {}
