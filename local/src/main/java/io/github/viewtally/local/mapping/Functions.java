package io.github.viewtally.local.mapping;

import java.util.List;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The functions of the template with their mappings.
 *
 * @param client the functions' client; closed when they are no longer invoked
 */
public record Functions(List<StreamDelivery.Mapping> mappings, SdkAutoCloseable client) {}
