"""Compiled loops of the matcher: find similar list words, gather names, align and score.

Arrays of the index are read-only; scratch arrays belong to one thread and are left clean.
"""

from __future__ import annotations

import numpy as np

from techpact.compiled import compiled, inner

MAX_MATCHES = 1500
WORD, NUMBER, GENERIC, PLACE = 0, 1, 2, 3
TYPED, SPELLED, READ, HEARD = 0, 1, 2, 3
MAX_WORD = 40
LONGEST = 64
"""Folded words are compared up to so many bytes: one for each bit of a machine word."""
COMMON = 0.8


@inner
def hash_bytes(data, start, end):
    """FNV-1a of a byte range."""
    value = np.uint64(14695981039346656037)
    for i in range(start, end):
        value = (value ^ np.uint64(data[i])) * np.uint64(1099511628211)
    return value


@inner
def find_word(hashes, order, data, offsets, word, start, end):
    """Return the number of a word in the vocabulary or -1."""
    value = hash_bytes(word, start, end)
    place = np.searchsorted(hashes, value)
    while place < hashes.size and hashes[place] == value:
        v = order[place]
        size = offsets[v + 1] - offsets[v]
        if size == end - start:
            same = True
            for i in range(size):
                if data[offsets[v] + i] != word[start + i]:
                    same = False
                    break
            if same:
                return v
        place += 1
    return -1


@compiled
def mark_letters(masks, a, a0, a1):
    """Set in `masks` (256 of 64 bits, all clear before) the places of each byte of a word."""
    for i in range(a0, min(a1, a0 + LONGEST)):
        masks[a[i]] |= np.uint64(1) << np.uint64(i - a0)


@compiled
def clear_letters(masks, a, a0, a1):
    """Clear what `mark_letters` set."""
    for i in range(a0, min(a1, a0 + LONGEST)):
        masks[a[i]] = np.uint64(0)


@compiled
def typing_distance(masks, n, b, b0, b1, limit):
    """Optimal string alignment distance to a word of `n` bytes; `limit` + 1 when it is more.

    A column of the table is one word of bits (Hyyrö 2003); `masks` are those of `mark_letters`.
    """
    m = b1 - b0
    if abs(n - m) > limit or n > LONGEST:
        return limit + 1
    if n == 0:
        return m
    one = np.uint64(1)
    top = one << np.uint64(n - 1)
    up = ~np.uint64(0)
    down = np.uint64(0)
    level = np.uint64(0)
    before = np.uint64(0)
    distance = n
    for j in range(b0, b1):
        here = masks[b[j]]
        swapped = ((~level & here) << one) & before
        level = (((here & up) + up) ^ up) | here | down | swapped
        right = down | ~(level | up)
        left = level & up
        if right & top:
            distance += 1
        elif left & top:
            distance -= 1
        if distance - (b1 - j - 1) > limit:
            return limit + 1
        right = (right << one) | one
        up = (left << one) | ~(level | right)
        down = right & level
        before = here
    return distance


@compiled
def sound_distance(a, a0, a1, b, b0, b1, change, gap, rows, limit):
    """Weighted edit distance of two folded sounds over the larger word's weight, 0 to 1 and up.

    1 when it is more than `limit`.
    """
    n, m = a1 - a0, b1 - b0
    if m >= LONGEST:
        return 1.0
    whole_a = 0.0
    whole_b = 0.0
    for i in range(n):
        whole_a += gap[a[a0 + i]]
    for j in range(m):
        whole_b += gap[b[b0 + j]]
    whole = max(whole_a, whole_b)
    if whole == 0.0 or min(whole_a, whole_b) < 0.5 * whole:
        return 1.0
    most = limit * whole + 1e-4
    rows[0, 0] = 0.0
    for j in range(1, m + 1):
        rows[0, j] = rows[0, j - 1] + gap[b[b0 + j - 1]]
    for i in range(1, n + 1):
        now, last = i % 2, (i - 1) % 2
        x = a[a0 + i - 1]
        skip = gap[x]
        value = rows[last, 0] + skip
        rows[now, 0] = value
        least = value
        for j in range(1, m + 1):
            y = b[b0 + j - 1]
            value = min(rows[last, j] + skip, value + gap[y], rows[last, j - 1] + change[x, y])
            rows[now, j] = value
            least = min(least, value)
        if least > most:
            return 1.0
    return rows[n % 2, m] / whole


@compiled
def letter_code(c):
    """Map a-z to 1..26 and all else to 0."""
    code = np.int64(c)
    if 97 <= code <= 122:
        return code - 96
    if 65 <= code <= 90:
        return code - 64
    return 0


@compiled
def overlapping(word, w0, w1, starts, words, sizes, share, counts, touched):
    """Put in `touched` the words that share enough trigrams (Dice); returns how many."""
    found = 0
    first = 0
    second = 0
    size = w1 - w0 + 1
    # the two commonest trigrams of a long word tell little and cost most: leave them out
    skip_a = -1
    skip_b = -1
    if size >= 9:
        most_a = 0
        most_b = 0
        for i in range(w0, w1 + 1):
            third = letter_code(word[i]) if i < w1 else 0
            code = (first * 27 + second) * 27 + third
            many = starts[code + 1] - starts[code]
            if many > most_a:
                skip_b, most_b = skip_a, most_a
                skip_a, most_a = i, many
            elif many > most_b:
                skip_b, most_b = i, many
            first, second = second, third
        first = 0
        second = 0
    scale = 2.0 * size / (size - 2) if size >= 9 else 2.0
    # even a word of no letters needs so many: the others, most of all, are not looked at again
    least = max(1, int(np.ceil(share * (size + 1) / scale - 1e-6)))
    for i in range(w0, w1 + 1):
        third = letter_code(word[i]) if i < w1 else 0
        code = (first * 27 + second) * 27 + third
        first, second = second, third
        if i in (skip_a, skip_b):
            continue
        for p in range(starts[code], starts[code + 1]):
            v = words[p]
            n = counts[v] + 1
            counts[v] = n
            touched[found] = v
            found += n == least
    kept = 0
    for k in range(found):
        v = touched[k]
        if scale * counts[v] >= share * (size + sizes[v] + 1):
            touched[kept] = v
            kept += 1
    counts[:] = 0
    return kept


@inner
def add_match(v, unit, span, similarity, m_word, m_unit, m_span, m_sim, count, first):
    """Add a match unless the same one is there; returns the new count."""
    if count >= MAX_MATCHES:
        return count
    for k in range(first, count):
        if m_word[k] == v:
            m_sim[k] = max(m_sim[k], similarity)
            return count
    m_word[count] = v
    m_unit[count] = unit
    m_span[count] = span
    m_sim[count] = similarity
    return count + 1


@inner
def similar_words(
    form,
    raw,
    raw_at,
    spell,
    spell_at,
    sound,
    sound_at,
    key,
    key_at,
    f_unit,
    f_span,
    f_how,
    f_fuzzy,
    ix,
    change,
    gap,
    scratch,
    m_word,
    m_unit,
    m_span,
    m_sim,
    count,
    first,
    rarity,
    known,
):
    """Match one form of the query against the vocabulary, exactly and by likeness."""
    (
        hashes,
        order,
        v_raw,
        v_raw_at,
        v_spell,
        v_spell_at,
        v_sound,
        v_sound_at,
        v_fold,
        v_fold_order,
        tri_start,
        tri_word,
        key_start,
        key_word,
        spell_size,
        key_size,
    ) = ix
    counts, touched, masks, float_rows, _ = scratch
    unit, span, how = f_unit[form], f_span[form], f_how[form]
    a0, a1 = raw_at[form], raw_at[form + 1]
    if a1 - a0 > MAX_WORD or a1 == a0:
        return count
    v = find_word(hashes, order, v_raw, v_raw_at, raw, a0, a1)
    if v >= 0:
        count = add_match(v, unit, span, 1.0, m_word, m_unit, m_span, m_sim, count, first)
        if span == 1:
            known[unit] = True
    if not f_fuzzy[form]:
        return count
    s0, s1 = spell_at[form], spell_at[form + 1]
    if how != HEARD and s1 - s0 > 1:
        # other spellings of the same name, of common ones too (`Dmitriy`, `Dmitry`)
        value = hash_bytes(spell, s0, s1)
        place = np.searchsorted(v_fold, value)
        while place < v_fold.size and v_fold[place] == value:
            w = v_fold_order[place]
            place += 1
            if w != v and v_spell_at[w + 1] - v_spell_at[w] == s1 - s0:
                alike = 0.97 if s1 - s0 > 3 else 0.9
                count = add_match(w, unit, span, alike, m_word, m_unit, m_span, m_sim, count, first)
    if span == 1:
        if v >= 0 and rarity[v] < COMMON:  # a word that many bear is hardly a slip
            return count
    else:
        joined_known = True
        for u in range(unit, unit + span):
            joined_known = joined_known and known[u]
        if joined_known:
            return count
    size = a1 - a0
    if how != HEARD:
        if size < 4:
            return count
        found = overlapping(spell, s0, s1, tri_start, tri_word, spell_size, 0.42, counts, touched)
        mark_letters(masks[0], raw, a0, a1)
        mark_letters(masks[1], spell, s0, s1)
        for k in range(found):
            w = touched[k]
            b0, b1 = v_raw_at[w], v_raw_at[w + 1]
            longer = max(size, b1 - b0)
            limit = 1 if longer <= 6 else (2 if longer <= 10 else 3)
            likeness = 0.0
            d = typing_distance(masks[0], size, v_raw, b0, b1, limit)
            if d <= limit:
                likeness = 1.0 - d / longer
            c0, c1 = v_spell_at[w], v_spell_at[w + 1]
            longer_f = max(s1 - s0, c1 - c0)
            limit_f = 0 if how == READ else (1 if longer_f <= 8 else 2)
            if longer_f >= 4:
                d = typing_distance(masks[1], s1 - s0, v_spell, c0, c1, limit_f)
                if d <= limit_f:
                    likeness = max(likeness, 0.97 - d / longer_f)
            if how == READ and likeness < 0.88:
                continue
            if likeness < 0.72 and size >= 6 and b1 - b0 < MAX_WORD:
                d0, d1 = v_sound_at[w], v_sound_at[w + 1]
                heard = 1.0 - sound_distance(
                    sound,
                    sound_at[form],
                    sound_at[form + 1],
                    v_sound,
                    d0,
                    d1,
                    change,
                    gap,
                    float_rows,
                    0.18,
                )
                if heard >= 0.82:
                    likeness = 0.2 + 0.7 * heard
            if likeness >= 0.72:
                count = add_match(
                    w, unit, span, likeness, m_word, m_unit, m_span, m_sim, count, first
                )
        clear_letters(masks[0], raw, a0, a1)
        clear_letters(masks[1], spell, s0, s1)
        return count
    h0, h1 = sound_at[form], sound_at[form + 1]
    k0, k1 = key_at[form], key_at[form + 1]
    if h1 - h0 < 2 or h1 - h0 > MAX_WORD:
        return count
    found = overlapping(key, k0, k1, key_start, key_word, key_size, 0.48, counts, touched)
    for k in range(found):
        w = touched[k]
        b0, b1 = v_sound_at[w], v_sound_at[w + 1]
        if b1 - b0 > MAX_WORD:
            continue
        short = min(h1 - h0, b1 - b0)
        least = 0.62 if short >= 6 else 0.7
        likeness = 1.0 - sound_distance(
            sound, h0, h1, v_sound, b0, b1, change, gap, float_rows, 1.0 - least
        )
        if likeness >= least:
            count = add_match(
                w, unit, span, 0.3 + 0.68 * likeness, m_word, m_unit, m_span, m_sim, count, first
            )
    return count
