/* address.h -- which addresses of the internet are public.
 *
 * By IANA's registries of special-purpose addresses (RFC 6890 and what has been added since):
 * public is what is globally reachable and no multicast. Of IPv6 only 2000::/3 is, without
 * documentation, Teredo and the like; addresses that carry one of IPv4 (mapped, NAT64, 6to4)
 * are as public as that one. */
#ifndef PUBLISH_NET_ADDRESS_H
#define PUBLISH_NET_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

bool address_public4(const uint8_t ip[4]);
bool address_public6(const uint8_t ip[16]);

#endif
