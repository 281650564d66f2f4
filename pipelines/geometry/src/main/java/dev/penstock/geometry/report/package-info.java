/** What a job tells of the features it has read: every defect, its rule and its place. */
@NullMarked
package dev.penstock.geometry.report;

import org.jspecify.annotations.NullMarked;
