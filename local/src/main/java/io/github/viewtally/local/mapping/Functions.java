package io.github.viewtally.local.mapping;

import java.util.List;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The functions of the template with the mappings that invoke them.
 *
 * @param client by which the functions reach the table; closed when they are no longer invoked
 */
public record Functions(List<StreamDelivery.Mapping> mappings, SdkAutoCloseable client) {}
