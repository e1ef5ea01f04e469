/* net_address.c -- which addresses of the internet are public. */
#include "check.h"
#include "net/address.h"

#include <arpa/inet.h>

static bool is_public(const char *text) {
  uint8_t ip[16];
  if (inet_pton(AF_INET, text, ip) == 1) return address_public4(ip);
  CHECK(inet_pton(AF_INET6, text, ip) == 1);
  return address_public6(ip);
}

/* First and last of each range, and the neighbours outside. */
static void ranges_have_exact_ends(void) {
  static const char *const closed[] = { "0.0.0.0",
                                        "0.255.255.255",
                                        "10.0.0.0",
                                        "10.255.255.255",
                                        "100.64.0.0",
                                        "100.127.255.255",
                                        "127.0.0.1",
                                        "127.255.255.255",
                                        "169.254.169.254",
                                        "172.16.0.0",
                                        "172.31.255.255",
                                        "192.0.0.255",
                                        "192.0.2.1",
                                        "192.88.99.1",
                                        "192.168.255.255",
                                        "198.18.0.0",
                                        "198.19.255.255",
                                        "198.51.100.7",
                                        "203.0.113.7",
                                        "224.0.0.1",
                                        "239.255.255.255",
                                        "240.0.0.0",
                                        "255.255.255.255",
                                        "::",
                                        "::1",
                                        "::ffff:127.0.0.1",
                                        "::ffff:10.1.2.3",
                                        "::7f00:1",
                                        "64:ff9b::a00:1",
                                        "64:ff9b:1::1",
                                        "100::1",
                                        "2001::1",
                                        "2001:1ff:ffff::1",
                                        "2001:db8::1",
                                        "2002:7f00:1::1",
                                        "2002:c0a8:1::1",
                                        "3fff::1",
                                        "3fff:fff::1",
                                        "4000::1",
                                        "fc00::1",
                                        "fdff::1",
                                        "fe80::1",
                                        "fec0::1",
                                        "ff02::1" };
  static const char *const open[] = {
    "1.0.0.0",         "9.255.255.255",    "11.0.0.0",        "100.63.255.255",  "100.128.0.0",
    "126.255.255.255", "128.0.0.0",        "169.253.255.255", "169.255.0.0",     "172.15.255.255",
    "172.32.0.0",      "192.0.1.1",        "192.0.3.0",       "192.167.255.255", "192.169.0.0",
    "198.17.255.255",  "198.20.0.0",       "203.0.112.255",   "223.255.255.255", "2000::1",
    "2001:200::1",     "2001:db7:ffff::1", "2001:db9::1",     "2002:808:808::1", "2606:4700::1111",
    "3ffe::1",         "3fff:1000::1",     "::ffff:8.8.8.8",  "64:ff9b::808:808"
  };
  for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
    if (is_public(closed[i])) check_fail(__FILE__, __LINE__, closed[i]);
  for (size_t i = 0; i < sizeof open / sizeof *open; i++)
    if (!is_public(open[i])) check_fail(__FILE__, __LINE__, open[i]);
}

CHECKS_MAIN({ "ranges have exact ends", ranges_have_exact_ends })
