/* fixed.c -- products and quotients through 128 bits, logarithm by squaring. */
#include "text/fixed.h"

#include <assert.h>
#include <stdio.h>

static Fixed saturate(__int128 v) {
  if (v > INT64_MAX) return INT64_MAX;
  if (v < INT64_MIN) return INT64_MIN;
  return (Fixed)v;
}

Fixed fixed_mul(Fixed a, Fixed b) {
  return saturate(((__int128)a * b) >> 32);
}

Fixed fixed_div(Fixed a, Fixed b) {
  assert(b > 0);
  return saturate((__int128)a * FIXED_ONE / b);
}

Fixed fixed_ratio(int64_t a, int64_t b) {
  return fixed_div(a, b); /* the common scale cancels out */
}

/* Most counts are small: these make a logarithm a look-up. The same algorithm
 * as below made them. */
enum { LOG2_SMALL = 64 };
static const uint64_t log2_small[LOG2_SMALL] = {
  0x0,         0x0,         0x100000000, 0x195C01A39, 0x200000000, 0x25269E12F, 0x295C01A39,
  0x2CEAECFEA, 0x300000000, 0x32B803473, 0x35269E12F, 0x3759D4F80, 0x395C01A39, 0x3B3500472,
  0x3CEAECFEA, 0x3E829FB69, 0x400000000, 0x41663F6FA, 0x42B803473, 0x43F782D72, 0x45269E12F,
  0x4646EEA24, 0x4759D4F80, 0x486082806, 0x495C01A39, 0x4A4D3C25E, 0x4B3500472, 0x4C1404EAD,
  0x4CEAECFEA, 0x4DBA4A47A, 0x4E829FB69, 0x4F446359B, 0x500000000, 0x50B5D69BA, 0x51663F6FA,
  0x52118B119, 0x52B803473, 0x5359EBC5B, 0x53F782D72, 0x549101EAC, 0x55269E12F, 0x55B888736,
  0x5646EEA24, 0x56D1FAFDC, 0x5759D4F80, 0x57DEA15A3, 0x586082806, 0x58DF988F4, 0x595C01A39,
  0x59D5D9FD5, 0x5A4D3C25E, 0x5AC241134, 0x5B3500472, 0x5BA58FEB2, 0x5C1404EAD, 0x5C80730B0,
  0x5CEAECFEA, 0x5D53847AC, 0x5DBA4A47A, 0x5E1F4E517, 0x5E829FB69, 0x5EE44CD59, 0x5F446359B,
  0x5FA2F045E,
};

/* The mantissa is in [1, 2) with 63 fractional bits; each squaring yields one
 * bit of the logarithm. */
Fixed fixed_log2(uint64_t n) {
  assert(n >= 1);
  if (n < LOG2_SMALL) return (Fixed)log2_small[n];
  int exponent = 63 - __builtin_clzll(n);
  uint64_t mantissa = n << (63 - exponent), fraction = 0;
  for (int bit = 0; bit < 32; bit++) {
    unsigned __int128 square = (unsigned __int128)mantissa * mantissa >> 63;
    fraction <<= 1;
    if (square >> 64) {
      fraction |= 1;
      square >>= 1;
    }
    mantissa = (uint64_t)square;
  }
  return (Fixed)(((uint64_t)exponent << 32) | fraction);
}

uint64_t fixed_sqrt(unsigned __int128 n) {
  uint64_t root = 0;
  for (uint64_t bit = (uint64_t)1 << 63; bit; bit >>= 1) {
    uint64_t next = root | bit;
    if ((unsigned __int128)next * next <= n) root = next;
  }
  return root;
}

uint64_t fixed_bucket(uint64_t n) {
  return n ? (uint64_t)1 << (63 - __builtin_clzll(n)) : 0;
}

size_t fixed_print(char out[32], Fixed f) {
  uint64_t v = f < 0 ? (uint64_t)0 - (uint64_t)f : (uint64_t)f;
  unsigned decimals = (unsigned)(((v & 0xFFFFFFFF) * 10000) >> 32);
  return (size_t)snprintf(out, 32, "%s%llu.%04u", f < 0 ? "-" : "", (unsigned long long)(v >> 32),
                          decimals);
}

bool fixed_parse(Str s, Fixed *out) {
  size_t i = 0;
  bool minus = s.n && s.p[0] == '-', digits = false;
  if (minus) i++;
  int64_t whole = 0, fraction = 0, scale = 1;
  for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++, digits = true) {
    whole = whole * 10 + (s.p[i] - '0');
    if (whole > INT32_MAX) return false;
  }
  if (i < s.n && s.p[i] == '.') {
    digits = false;
    for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++, digits = true) {
      if (scale >= 1000000000) continue; /* what follows is below our last bit */
      fraction = fraction * 10 + (s.p[i] - '0');
      scale *= 10;
    }
  }
  if (!digits || i != s.n) return false;
  Fixed v = whole * FIXED_ONE + fixed_ratio(fraction, scale);
  *out = minus ? -v : v;
  return true;
}

Fixed fixed_from(double d) {
  if (d != d) return 0;
  if (d >= 2147483647.0) return INT64_MAX;
  if (d <= -2147483647.0) return INT64_MIN;
  double scaled = d * 65536.0;
  return (Fixed)(scaled < 0 ? scaled - 0.5 : scaled + 0.5) * 65536;
}
