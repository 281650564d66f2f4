-- SHA-256 (FIPS 180-4); Redis itself offers SHA-1 only. A program of Lua has room for 200 names: what only one part needs
-- stays in its block.
local sha256
do
local K256 = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
}
local H256 = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}

-- Redis shows the library 'bit' to functions that run, not while they are loaded.
local function sha256_words(block, state)
  local band, bxor, bnot, rshift, ror = bit.band, bit.bxor, bit.bnot, bit.rshift, bit.ror
  local w = {}
  for i = 1, 16 do
    local a, b, c, d = string.byte(block, 4 * i - 3, 4 * i)
    w[i] = bit.tobit(a * 2 ^ 24 + b * 2 ^ 16 + c * 2 ^ 8 + d)
  end
  for i = 17, 64 do
    local s0 = bxor(ror(w[i - 15], 7), ror(w[i - 15], 18), rshift(w[i - 15], 3))
    local s1 = bxor(ror(w[i - 2], 17), ror(w[i - 2], 19), rshift(w[i - 2], 10))
    w[i] = bit.tobit(w[i - 16] + s0 + w[i - 7] + s1)
  end
  local a, b, c, d, e, f, g, h = unpack(state)
  for i = 1, 64 do
    local s1 = bxor(ror(e, 6), ror(e, 11), ror(e, 25))
    local t1 = h + s1 + bxor(band(e, f), band(bnot(e), g)) + bit.tobit(K256[i]) + w[i]
    local s0 = bxor(ror(a, 2), ror(a, 13), ror(a, 22))
    local t2 = s0 + bxor(band(a, b), band(a, c), band(b, c))
    h, g, f, e, d, c, b, a = g, f, e, bit.tobit(d + t1), c, b, a, bit.tobit(t1 + t2)
  end
  local mixed = {a, b, c, d, e, f, g, h}
  for i = 1, 8 do
    state[i] = bit.tobit(state[i] + mixed[i])
  end
end

-- The digest of a short text, as 32 bytes.
sha256 = function(text)
  local length = #text * 8
  text = text .. '\128' .. string.rep('\0', (55 - #text) % 64)
  for shift = 56, 0, -8 do
    text = text .. string.char(math.floor(length / 2 ^ shift) % 256)
  end
  local state = {}
  for i = 1, 8 do
    state[i] = bit.tobit(H256[i])
  end
  for at = 1, #text, 64 do
    sha256_words(string.sub(text, at, at + 63), state)
  end
  local bytes = {}
  for i = 1, 8 do
    for shift = 24, 0, -8 do
      bytes[#bytes + 1] = string.char(bit.band(bit.rshift(state[i], shift), 255))
    end
  end
  return table.concat(bytes)
end
end
