"""Compiled search: gather listed names that share words with the query, align and score them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from techpact.compiled import compiled, inner
from techpact.parties.likeness import (
    GENERIC,
    MAX_MATCHES,
    NUMBER,
    PLACE,
    WORD,
    similar_words,
)

FEATURES = 43
CANDIDATES = 40
MAX_EDGES = 400
MAX_POSITIONS = 48
MAX_QUERY_UNITS = 32
"""Units are bits of a mask while names are gathered."""
ACRONYM_LIKENESS = 0.8
LIKENESS_BANDS = 8
"""Words are taken in bands of a twentieth of likeness, the last down to the least."""


def make_room() -> tuple[npt.NDArray[Any], ...]:
    """Return the arrays in which one thread matches a query; what they hold says nothing.

    Kernels that make no arrays compile in two thirds of the time, and run faster.
    """
    return (
        np.empty(MAX_MATCHES, np.int32),
        np.empty(MAX_MATCHES, np.int32),
        np.empty(MAX_MATCHES, np.int32),
        np.empty(MAX_MATCHES, np.float32),
        np.empty(MAX_MATCHES, np.bool_),
        np.empty(MAX_MATCHES, np.int32),
        np.empty(MAX_QUERY_UNITS, np.bool_),
        np.empty(MAX_QUERY_UNITS, np.float64),
        np.empty(CANDIDATES, np.int64),
        np.empty(CANDIDATES, np.float64),
        np.empty((MAX_EDGES, 7), np.float64),
        np.empty(MAX_QUERY_UNITS, np.float64),
        np.empty(MAX_POSITIONS, np.float64),
        np.empty(MAX_QUERY_UNITS, np.int64),
        np.empty(FEATURES, np.float64),
    )


@inner
def class_weight(kind, optional):
    """Return how much a unit of a kind weighs beside its rarity."""
    weight = 1.0
    if kind == GENERIC:
        weight = 0.5
    elif kind == PLACE:
        weight = 0.55
    if optional:
        weight *= 0.3
    return weight


@inner
def align(
    name,
    ix,
    head,
    follow,
    m_unit,
    m_span,
    m_sim,
    n_units,
    u_kind,
    u_opt,
    u_weight,
    u_acr,
    q_legal,
    q_firm,
    edges,
    used_u,
    used_p,
    place_of,
    f,
):
    """Align the query with one listed name and fill its features; returns the two bit masks."""
    (
        _,
        base_at,
        _,
        base_kind,
        base_opt,
        base_weight,
        entry_at,
        e_word,
        e_start,
        e_span,
        e_acr,
        name_legal,
        name_no_firm,
    ) = ix
    b0 = base_at[name]
    size = base_at[name + 1] - b0
    count = 0
    for e in range(entry_at[name], entry_at[name + 1]):
        k = head[e_word[e]]
        while k >= 0 and count < MAX_EDGES:
            gain = 0.0
            for p in range(e_start[e], e_start[e] + e_span[e]):
                gain += base_weight[b0 + p]
            for u in range(m_unit[k], m_unit[k] + m_span[k]):
                gain += u_weight[u]
            sim = m_sim[k]
            if e_acr[e] and u_acr[k]:  # initials against initials say nothing
                k = follow[k]
                continue
            acronym = e_acr[e] or u_acr[k]
            if acronym:
                sim *= ACRONYM_LIKENESS
                gain *= 0.5
            edges[count, 0] = gain * sim * sim
            edges[count, 1] = m_unit[k]
            edges[count, 2] = m_span[k]
            edges[count, 3] = e_start[e]
            edges[count, 4] = e_span[e]
            edges[count, 5] = sim
            edges[count, 6] = 1.0 if acronym else 0.0
            count += 1
            k = follow[k]
    used_u[:n_units] = 0.0
    used_p[:size] = 0.0
    order_last = -1
    pairs = 0
    inversions = 0
    acronym_used = 0.0
    numbers_met = False
    min_word = 1.0
    best_word = 0.0
    deficit = 0.0
    matched = 0.0
    place_of[:n_units] = -1
    while True:
        best = -1
        for k in range(count):
            if edges[k, 0] > 0.0 and (best < 0 or edges[k, 0] > edges[best, 0]):
                best = k
        if best < 0:
            break
        u0, us = int(edges[best, 1]), int(edges[best, 2])
        p0, ps = int(edges[best, 3]), int(edges[best, 4])
        sim = edges[best, 5]
        edges[best, 0] = -1.0
        free = True
        for u in range(u0, u0 + us):
            if used_u[u] > 0.0:
                free = False
        for p in range(p0, p0 + ps):
            if used_p[p] > 0.0:
                free = False
        if not free:
            continue
        weight = 0.0
        heaviest = 0.0
        is_word = False
        for u in range(u0, u0 + us):
            used_u[u] = sim
            place_of[u] = p0
            weight += u_weight[u]
            if u_kind[u] == WORD:
                is_word = True
                heaviest = max(heaviest, u_weight[u])
            elif u_kind[u] == NUMBER:
                numbers_met = True
        for p in range(p0, p0 + ps):
            used_p[p] = sim
        if edges[best, 6] > 0.0:
            acronym_used = 1.0
        deficit += weight * (1.0 - sim)
        matched += weight
        if is_word:
            min_word = min(min_word, sim)
            best_word = max(best_word, heaviest * sim)
    for u in range(n_units):
        # where a descriptive word stands, only the language decides (`Bank X`, `X Bank`)
        if place_of[u] >= 0 and u_kind[u] != GENERIC:
            if place_of[u] < order_last:
                inversions += 1
            pairs += 1
            order_last = place_of[u]
    whole_q = 0.0
    got_q = 0.0
    lost_q_max = 0.0
    lost_q = 0.0
    generic_q = 0.0
    number_q = 0
    place_q = 0
    any_place_q = 0
    words_q = 0.0
    words_got_q = 0.0
    first_lost_q = 0.0
    seen_first = False
    for u in range(n_units):
        w = u_weight[u]
        whole_q += w
        got_q += w * used_u[u]
        if u_kind[u] == WORD:
            words_q += w
            words_got_q += w * used_u[u]
            if not seen_first and not u_opt[u]:
                seen_first = True
                if used_u[u] == 0.0:
                    first_lost_q = 1.0
        if used_u[u] == 0.0:
            if u_kind[u] == NUMBER and not u_opt[u]:
                number_q += 1
            elif u_kind[u] == GENERIC:
                generic_q += w
            elif u_kind[u] == PLACE:
                any_place_q += 1
                if not u_opt[u]:
                    place_q += 1
            if u_kind[u] == WORD:
                lost_q_max = max(lost_q_max, w)
                lost_q += w
    whole_n = 0.0
    got_n = 0.0
    lost_n_max = 0.0
    lost_n = 0.0
    generic_n = 0.0
    number_n = 0
    place_n = 0
    any_place_n = 0
    words_n = 0.0
    words_got_n = 0.0
    first_lost_n = 0.0
    seen_first = False
    for p in range(size):
        w = base_weight[b0 + p]
        kind = base_kind[b0 + p]
        whole_n += w
        got_n += w * used_p[p]
        if kind == WORD:
            words_n += w
            words_got_n += w * used_p[p]
            if not seen_first and not base_opt[b0 + p]:
                seen_first = True
                if used_p[p] == 0.0:
                    first_lost_n = 1.0
        if used_p[p] == 0.0:
            if kind == NUMBER and not base_opt[b0 + p]:
                number_n += 1
            elif kind == GENERIC:
                generic_n += w
            elif kind == PLACE:
                any_place_n += 1
                if not base_opt[b0 + p]:
                    place_n += 1
            if kind == WORD:
                lost_n_max = max(lost_n_max, w)
                lost_n += w
    cov_q = got_q / whole_q if whole_q > 0.0 else 0.0
    cov_n = got_n / whole_n if whole_n > 0.0 else 0.0
    f[0] = 1.0
    f[1] = cov_q
    f[2] = cov_n
    f[3] = cov_q * cov_n
    f[4] = min(cov_q, cov_n)
    f[5] = lost_q_max
    f[6] = lost_n_max
    f[7] = min(lost_q, 3.0) / 3.0
    f[8] = min(lost_n, 3.0) / 3.0
    f[9] = min(matched, 3.0) / 3.0
    f[10] = best_word
    f[11] = 1.0 if number_q > 0 and number_n > 0 else 0.0
    f[12] = 1.0 if number_q > 0 and number_n == 0 else 0.0
    f[13] = 1.0 if number_n > 0 and number_q == 0 else 0.0
    f[14] = 1.0 if place_q > 0 and place_n > 0 else 0.0
    f[15] = 1.0 if place_q > 0 and place_n == 0 else 0.0
    f[16] = 1.0 if place_n > 0 and place_q == 0 else 0.0
    f[17] = deficit / matched if matched > 0.0 else 1.0
    f[18] = inversions / pairs if pairs > 0 else 0.0
    f[19] = first_lost_q
    f[20] = first_lost_n
    f[21] = 1.0 if q_legal and name_legal[name] and not (q_legal & name_legal[name]) else 0.0
    f[22] = 1.0 if cov_q > 0.999 and cov_n > 0.999 else 0.0
    f[23] = min(generic_q, 1.5)
    f[24] = min(generic_n, 1.5)
    f[25] = acronym_used
    f[26] = 1.0 - min_word
    f[27] = words_got_q / words_q if words_q > 0.0 else 0.5
    f[28] = words_got_n / words_n if words_n > 0.0 else 0.5
    f[29] = 1.0 if words_q == 0.0 or words_n == 0.0 else 0.0
    f[30] = 1.0 / (1.0 + whole_q)
    f[31] = f[27] * f[28]
    f[32] = min(lost_q_max, lost_n_max)
    f[33] = min(cov_q, cov_n) ** 3
    f[34] = 1.0 if numbers_met else 0.0
    f[35] = min_word * min_word if best_word > 0.0 else 0.0
    f[36] = min(whole_n, 4.0) / 4.0
    f[37] = min(generic_q, generic_n, 1.0)
    f[38] = f[29] * f[9]
    f[39] = best_word * cov_q
    f[40] = 1.0 if q_firm and name_no_firm[name] and not name_legal[name] else 0.0
    f[41] = 1.0 if any_place_q > 0 and any_place_n > 0 and f[14] == 0.0 else 0.0
    f[42] = 1.0 if numbers_met and words_q > 0.0 and words_got_q == 0.0 else 0.0
    mask_u = np.uint64(0)
    mask_p = np.uint64(0)
    for u in range(n_units):
        if used_u[u] > 0.0:
            mask_u |= np.uint64(1) << np.uint64(u)
    for p in range(size):
        if used_p[p] > 0.0:
            mask_p |= np.uint64(1) << np.uint64(p)
    return mask_u, mask_p


@inner
def move(o_name, o_score, o_features, o_masks, before, after):
    """Copy one row of the answers to another place, number by number: slices are copied twice."""
    o_name[after] = o_name[before]
    o_score[after] = o_score[before]
    for j in range(FEATURES):
        o_features[after, j] = o_features[before, j]
    for j in range(2):
        o_masks[after, j] = o_masks[before, j]


@inner
def search(
    n_units,
    u_kind,
    u_opt,
    n_forms,
    f_unit,
    f_span,
    f_how,
    f_fuzzy,
    f_acr,
    raw,
    raw_at,
    spell,
    spell_at,
    sound,
    sound_at,
    key,
    key_at,
    q_legal,
    q_firm,
    group,
    words_ix,
    names_ix,
    rarity,
    post_at,
    post_name,
    name_weight,
    change,
    gap,
    coefficients,
    scratch,
    room,
    acc,
    head,
    top,
    o_name,
    o_score,
    o_features,
    o_masks,
):
    """Search one query; fills the outputs with the best name of each entity, best first."""
    (
        m_word,
        m_unit,
        m_span,
        m_sim,
        m_acr,
        follow,
        known,
        u_weight,
        c_name,
        c_rank,
        edges,
        used_u,
        used_p,
        place_of,
        f,
    ) = room
    known[:n_units] = False
    # plain zeros are types of their own: what takes them would be compiled twice
    count = np.int64(0)
    first = np.int64(0)
    for form in range(n_forms):
        if form > 0 and (f_unit[form] != f_unit[form - 1] or f_span[form] != f_span[form - 1]):
            first = count
        before = count
        count = similar_words(
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
            words_ix,
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
        )
        for k in range(before, count):
            m_acr[k] = f_acr[form]
    # what each unit weighs: as rare as the list word it equals, or else as the nearest one; among
    # equally near ones the commonest, so that no order of words in the index decides
    for u in range(n_units):
        exact = 2.0
        near = 2.0
        near_sim = 0.0
        for k in range(count):
            if m_unit[k] == u and m_span[k] == 1:
                r = rarity[m_word[k]]
                if m_sim[k] > 0.999:
                    exact = min(exact, r)
                elif m_sim[k] > near_sim or (m_sim[k] == near_sim and r < near):
                    near_sim = m_sim[k]
                    near = r
        r = exact if exact < 2.0 else (near if near < 2.0 else 1.0)
        if u_kind[u] == NUMBER:
            r = 0.8
        u_weight[u] = r * class_weight(u_kind[u], u_opt[u])
    whole = 0.0
    for u in range(n_units):
        whole += u_weight[u]
    touched = scratch[1]
    seen = scratch[4]
    found = 0
    for k in range(count):
        v = m_word[k]
        follow[k] = head[v]
        head[v] = k
    # each unit counts once for a name, first by the words most like it
    for band in range(LIKENESS_BANDS):
        for k in range(count):
            if min(int((1.0 - m_sim[k]) * 20.0), LIKENESS_BANDS - 1) != band:
                continue
            v = m_word[k]
            mask = np.uint32(((1 << m_span[k]) - 1) << m_unit[k])
            gain = 0.0
            for u in range(m_unit[k], m_unit[k] + m_span[k]):
                gain += u_weight[u]
            scale = m_sim[k] * m_sim[k]
            if m_acr[k]:
                scale *= 0.5
            gain *= scale
            for p in range(post_at[v], post_at[v + 1]):
                name = post_name[p]
                had = seen[name]
                if had == 0:
                    touched[found] = name
                    found += 1
                    seen[name] = mask
                    acc[name] = gain
                elif had & mask == 0:
                    seen[name] = had | mask
                    acc[name] += gain
                elif had & mask != mask:
                    part = 0.0
                    for u in range(m_unit[k], m_unit[k] + m_span[k]):
                        if (had >> np.uint32(u)) & np.uint32(1) == 0:
                            part += u_weight[u]
                    seen[name] = had | mask
                    acc[name] += part * scale
    # the most promising names: shared weight over joint weight
    kept = 0
    worst = 0
    for t in range(found):
        name = touched[t]
        got = acc[name]
        seen[name] = 0
        rank = min(got, whole) / (whole + name_weight[name] + 0.3)
        if kept < CANDIDATES:
            c_name[kept] = name
            c_rank[kept] = rank
            kept += 1
        elif rank > c_rank[worst] or (rank == c_rank[worst] and name < c_name[worst]):
            c_name[worst] = name
            c_rank[worst] = rank
        else:
            continue
        if kept == CANDIDATES:
            worst = 0
            for c in range(1, CANDIDATES):
                if c_rank[c] < c_rank[worst] or (
                    c_rank[c] == c_rank[worst] and c_name[c] > c_name[worst]
                ):
                    worst = c
    entities = names_ix[0]
    filled = 0
    for c in range(kept):
        name = c_name[c]
        mask_u, mask_p = align(
            name,
            names_ix,
            head,
            follow,
            m_unit,
            m_span,
            m_sim,
            n_units,
            u_kind,
            u_opt,
            u_weight,
            m_acr,
            q_legal,
            q_firm,
            edges,
            used_u,
            used_p,
            place_of,
            f,
        )
        z = 0.0
        for j in range(FEATURES):
            z += coefficients[group, j] * f[j]
        score = 1.0 / (1.0 + np.exp(-z))
        # one row an entity: its best name
        at = -1
        for o in range(filled):
            if entities[o_name[o]] == entities[name]:
                at = o
                break
        if at >= 0:
            if o_score[at] > score or (o_score[at] == score and o_name[at] <= name):
                continue
            for o in range(at, filled - 1):
                move(o_name, o_score, o_features, o_masks, o + 1, o)
            filled -= 1
        place = filled
        while place > 0 and (
            o_score[place - 1] < score or (o_score[place - 1] == score and o_name[place - 1] > name)
        ):
            place -= 1
        if place >= top:
            continue
        last = min(filled, top - 1)
        for o in range(last, place, -1):
            move(o_name, o_score, o_features, o_masks, o - 1, o)
        o_name[place] = name
        o_score[place] = score
        for j in range(FEATURES):
            o_features[place, j] = f[j]
        o_masks[place, 0] = mask_u
        o_masks[place, 1] = mask_p
        filled = min(filled + 1, top)
    for k in range(count):
        head[m_word[k]] = -1
    return filled


@compiled
def search_many(
    unit_at,
    u_kind,
    u_opt,
    form_at,
    f_unit,
    f_span,
    f_how,
    f_fuzzy,
    f_acr,
    raw,
    raw_at,
    spell,
    spell_at,
    sound,
    sound_at,
    key,
    key_at,
    q_legal,
    q_firm,
    group,
    words_ix,
    names_ix,
    rarity,
    post_at,
    post_name,
    name_weight,
    change,
    gap,
    coefficients,
    scratch,
    room,
    acc,
    head,
    top,
    begin,
    end,
    o_count,
    o_name,
    o_score,
    o_features,
    o_masks,
):
    """Search the queries from `begin` to `end`."""
    for q in range(begin, end):
        u0, u1 = unit_at[q], unit_at[q + 1]
        f0, f1 = form_at[q], form_at[q + 1]
        if u1 == u0:
            o_count[q] = 0
            continue
        o_count[q] = search(
            u1 - u0,
            u_kind[u0:u1],
            u_opt[u0:u1],
            f1 - f0,
            f_unit[f0:f1],
            f_span[f0:f1],
            f_how[f0:f1],
            f_fuzzy[f0:f1],
            f_acr[f0:f1],
            raw,
            raw_at[f0 : f1 + 1],
            spell,
            spell_at[f0 : f1 + 1],
            sound,
            sound_at[f0 : f1 + 1],
            key,
            key_at[f0 : f1 + 1],
            q_legal[q],
            q_firm[q],
            group[q],
            words_ix,
            names_ix,
            rarity,
            post_at,
            post_name,
            name_weight,
            change,
            gap,
            coefficients,
            scratch,
            room,
            acc,
            head,
            top,
            o_name[q],
            o_score[q],
            o_features[q],
            o_masks[q],
        )
