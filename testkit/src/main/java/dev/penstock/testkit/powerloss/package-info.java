/**
 * Loss of power, played on a recording. {@link dev.penstock.testkit.powerloss.Recorder} lets a
 * process run and writes down each change of its files, each sync and what it acknowledged; {@link
 * dev.penstock.testkit.powerloss.Disk} is what a disk has to keep of them and may keep besides;
 * {@link dev.penstock.testkit.powerloss.PowerCuts} cuts the power everywhere and lets a {@link
 * dev.penstock.testkit.powerloss.Witness} look at what is left.
 */
@NullMarked
package dev.penstock.testkit.powerloss;

import org.jspecify.annotations.NullMarked;
