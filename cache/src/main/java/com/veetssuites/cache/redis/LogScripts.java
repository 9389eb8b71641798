package com.veetssuites.cache.redis;

/**
 * The invalidation log as Redis keeps it. All scripts run on the three keys of one slot:
 *
 * <ul>
 *   <li>KEYS[1], the state: a hash of {@code epoch}, {@code seq}, {@code floor}, {@code run} (which
 *       life of which master wrote it), {@code rotated} (the number at the last rotation) and, for
 *       each marker as 16 hexadecimal digits, the number of its last invalidation.
 *   <li>KEYS[2], the older markers: when the state grows too large, it becomes this, and the
 *       markers that were this are forgotten by raising the floor to the number of the rotation
 *       before.
 *   <li>KEYS[3], the stream of the last invalidations, entry {@code seq-0} each.
 * </ul>
 *
 * <p>Nothing in Redis is trusted to be there the next time. Each script begins with {@link #STATE},
 * which begins a new epoch, and so invalidates all there is, when the state is missing, was written
 * in another life of the server (restart, fail-over, re-synchronisation), or is behind what the
 * caller has seen. A stream with an entry missing makes the caller fetch the state. Numbers stay
 * below 2^53; epochs are text.
 *
 * <p>ARGV[1] and ARGV[2] are the caller's epoch and number, ARGV[3] the epoch to begin if need be.
 */
final class LogScripts {

  private static final String STATE =
      """
      if redis.replicate_commands then redis.replicate_commands() end
      local replication = redis.call('INFO', 'replication')
      local life = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
      local lineage = string.match(replication, 'master_replid:(%w+)')
      if not life or not lineage then
        return redis.error_reply('NOLIFE the server does not tell its run id')
      end
      if string.match(replication, 'role:(%w+)') ~= 'master' then
        return redis.error_reply('NOTMASTER the server is a replica')
      end
      local run = life .. '-' .. lineage
      local state, older, stream = KEYS[1], KEYS[2], KEYS[3]

      local function text(number) return string.format('%.0f', number) end

      local found = redis.pcall('HMGET', state, 'epoch', 'seq', 'floor', 'run', 'rotated')
      if found.err then found = {} end
      local epoch, seq = found[1], tonumber(found[2] or nil)
      local floor, rotated = tonumber(found[3] or nil), tonumber(found[5] or nil)
      local applied = tonumber(ARGV[2])
      if not epoch or not seq or not floor or not rotated or found[4] ~= run
          or (epoch == ARGV[1] and applied > seq) then
        redis.call('UNLINK', state, older, stream)
        epoch, seq, floor, rotated = ARGV[3], 0, 0, 0
        redis.call('HSET', state,
            'epoch', epoch, 'seq', '0', 'floor', '0', 'run', run, 'rotated', '0')
      end
      """;

  /** What the caller has missed: 'changes' and the markers of each, or 'snapshot'. */
  private static final String ANSWER =
      """
      local missed = seq - applied
      if epoch ~= ARGV[1] or missed > 1000 then
        return {'snapshot', epoch, text(seq)}
      end
      local answer = {'changes', epoch, text(seq)}
      if missed > 0 then
        local entries = redis.pcall('XRANGE', stream, text(applied + 1) .. '-0', text(seq) .. '-0')
        if entries.err or #entries ~= missed then
          return {'snapshot', epoch, text(seq)}
        end
        for i, entry in ipairs(entries) do
          local markers = entry[2][2]
          if entry[1] ~= text(applied + i) .. '-0' or not markers or markers == 'many' then
            return {'snapshot', epoch, text(seq)}
          end
          answer[i + 3] = markers
        end
      end
      return answer
      """;

  /**
   * Appends. ARGV[4]: the markers, 16 digits each, without gaps; ARGV[5]: 1 when everything is
   * invalidated; ARGV[6]: the most markers in one hash; ARGV[7]: the entries of the stream, about;
   * ARGV[8]: the most characters of markers in an entry.
   */
  static final RedisScript APPEND =
      new RedisScript(
          STATE
              + """
              local markers = ARGV[4]
              if ARGV[5] == '1' then
                redis.call('UNLINK', state, older)
                seq = seq + 1
                floor, rotated = seq, 0
                markers = '0000000000000000'
                redis.call('HSET', state,
                    'epoch', epoch, 'seq', text(seq), 'floor', text(floor), 'run', run, 'rotated', '0')
              else
                if redis.call('HLEN', state) > tonumber(ARGV[6]) then
                  floor = math.max(floor, rotated)
                  rotated = seq
                  redis.call('UNLINK', older)
                  redis.call('RENAME', state, older)
                  redis.call('HDEL', older, 'epoch', 'seq', 'floor', 'run', 'rotated')
                  redis.call('HSET', state, 'epoch', epoch, 'seq', text(seq),
                      'floor', text(floor), 'run', run, 'rotated', text(rotated))
                end
                seq = seq + 1
                local number = text(seq)
                local pairs = {'seq', number}
                for at = 1, #markers, 16 do
                  pairs[#pairs + 1] = string.sub(markers, at, at + 15)
                  pairs[#pairs + 1] = number
                  if #pairs >= 1000 then
                    redis.call('HSET', state, unpack(pairs))
                    pairs = {'seq', number}
                  end
                end
                redis.call('HSET', state, unpack(pairs))
              end
              if #markers > tonumber(ARGV[8]) then markers = 'many' end
              local id = text(seq) .. '-0'
              local added = redis.pcall('XADD', stream, 'MAXLEN', '~', ARGV[7], id, 'm', markers)
              if type(added) == 'table' and added.err then
                redis.call('UNLINK', stream)
                redis.call('XADD', stream, id, 'm', markers)
              end
              """
              + ANSWER);

  /** Reads what the caller has missed. */
  static final RedisScript READ = new RedisScript(STATE + ANSWER);

  /** Reads all there is: epoch, number, floor, the older markers and the newer ones as text. */
  static final RedisScript SNAPSHOT =
      new RedisScript(
          STATE
              + """
              local before = ''
              if rotated > 0 then
                local pairs = redis.pcall('HGETALL', older)
                if pairs.err or #pairs == 0 then
                  floor, rotated = math.max(floor, rotated), 0
                  redis.call('HSET', state, 'floor', text(floor), 'rotated', '0')
                else
                  before = table.concat(pairs, ' ')
                end
              end
              return {epoch, text(seq), text(floor), before,
                  table.concat(redis.call('HGETALL', state), ' ')}
              """);

  private LogScripts() {}
}
