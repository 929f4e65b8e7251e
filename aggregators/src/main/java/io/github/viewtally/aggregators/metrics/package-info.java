/** What the functions tell of themselves, and how CloudWatch wants to be told. No part of counting. */
package io.github.viewtally.aggregators.metrics;
