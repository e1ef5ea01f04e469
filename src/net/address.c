/* address.c -- which addresses of the internet are public. */
#include "net/address.h"

#include <stddef.h>
#include <string.h>

typedef struct {
  uint8_t ip[16];
  unsigned bits;
} Range;

static bool within(const uint8_t *ip, const Range *r) {
  unsigned bytes = r->bits / 8, rest = r->bits % 8;
  if (memcmp(ip, r->ip, bytes) != 0) return false;
  uint8_t mask = (uint8_t)(0xFF << (8 - rest));
  return !rest || (ip[bytes] & mask) == (r->ip[bytes] & mask);
}

static bool in_any(const uint8_t *ip, const Range *ranges, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (within(ip, &ranges[i])) return true;
  return false;
}

bool address_public4(const uint8_t ip[4]) {
  static const Range closed[] = {
    { { 0 }, 8 },             /* this network */
    { { 10 }, 8 },            /* private */
    { { 100, 64 }, 10 },      /* shared by carriers */
    { { 127 }, 8 },           /* this machine */
    { { 169, 254 }, 16 },     /* of the link; clouds tell their secrets here */
    { { 172, 16 }, 12 },      /* private */
    { { 192, 0, 0 }, 24 },    /* protocols */
    { { 192, 0, 2 }, 24 },    /* documentation */
    { { 192, 88, 99 }, 24 },  /* relays of 6to4 */
    { { 192, 168 }, 16 },     /* private */
    { { 198, 18 }, 15 },      /* benchmarks */
    { { 198, 51, 100 }, 24 }, /* documentation */
    { { 203, 0, 113 }, 24 },  /* documentation */
    { { 224 }, 4 },           /* multicast */
    { { 240 }, 4 },           /* reserved, and broadcast */
  };
  return !in_any(ip, closed, sizeof closed / sizeof *closed);
}

bool address_public6(const uint8_t ip[16]) {
  static const Range global = { { 0x20 }, 3 };
  static const Range closed[] = {
    { { 0x20, 0x01 }, 23 },             /* protocols, Teredo among them */
    { { 0x20, 0x01, 0x0D, 0xB8 }, 32 }, /* documentation */
    { { 0x3F, 0xFF }, 20 },             /* documentation */
  };
  static const Range mapped = { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF }, 96 };
  static const Range nat64 = { { 0, 0x64, 0xFF, 0x9B }, 96 };
  static const Range six_to_four = { { 0x20, 0x02 }, 16 };
  if (within(ip, &mapped) || within(ip, &nat64)) return address_public4(ip + 12);
  if (within(ip, &six_to_four)) return address_public4(ip + 2);
  return within(ip, &global) && !in_any(ip, closed, sizeof closed / sizeof *closed);
}
