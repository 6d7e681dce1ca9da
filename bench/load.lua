-- Makes the requests of one operation, for wrk:
--   wrk … -s load.lua URL -- OPERATION KEY SAMPLE DOCUMENTS PER_CATEGORY SEED CURSOR SNOW TOKEN
-- SNOW is the path of the entries in SnowCMS's API, TOKEN its token.
-- SAMPLE is a file of ids, slugs and validators, with tabs between. Every thread has random numbers of its own.

local type_name = "bench_article"
local threads = 0
local ready, count, make

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

local function sample(path)
  local documents = {}
  for line in io.lines(path) do
    local id, slug, etag = line:match("^([^\t]+)\t([^\t]+)\t([^\t]+)$")
    documents[#documents + 1] = { id = id, slug = slug, etag = etag }
  end
  return documents
end

local function get(path, more)
  local headers = { ["x-api-key"] = key, ["Host"] = wrk.headers["Host"] }
  for name, value in pairs(more or {}) do headers[name] = value end
  return wrk.format("GET", path, headers)
end

local function ask_snow(path)
  return wrk.format("GET", path, { ["authorization"] = "Bearer " .. token, ["Host"] = wrk.headers["Host"] })
end

-- One request per document of the sample.
local function each(of)
  return function(path)
    for _, document in ipairs(sample(path)) do ready[#ready + 1] = of(document) end
  end
end

local list = "/api/content?type=" .. type_name
local words = string.rep("the quick brown fox jumps over the lazy dog ", 36)

local operations = {
  hello = function() ready[1] = get("/") end,
  id = each(function(document) return get("/api/content/" .. document.id) end),
  slug = each(function(document) return get("/api/content/by-slug/" .. type_name .. "/" .. document.slug) end),
  unchanged = each(function(document)
    return get("/api/content/" .. document.id, { ["If-None-Match"] = '"' .. document.etag .. '"' })
  end),
  category = function()
    for n = 0, math.max(1, math.floor(documents / per_category)) - 1 do
      ready[#ready + 1] = get(list .. string.format("&filters[data.category][$eq]=category-%05d&sort=-createdAt", n))
    end
  end,
  -- No list is asked for twice: what nobody knows is ignored, but makes another address.
  anew = function()
    local made = 0
    make = function()
      made = made + 1
      local category = math.random(0, math.max(1, math.floor(documents / per_category)) - 1)
      local query = "&filters[data.category][$eq]=category-%05d&sort=-createdAt&anew=%s-%d-%d"
      return get(list .. string.format(query, category, seed, number, made))
    end
  end,
  newest = function() ready[1] = get(list) end,
  deep = function() ready[1] = get(list .. "&cursor=" .. cursor) end,
  price = function()
    local width = 1000000 * math.min(1, per_category / documents)
    make = function()
      local from = math.random() * (1000000 - width)
      local query = "&filters[data.price][$gte]=%.2f&filters[data.price][$lt]=%.2f&sort=data.price"
      return get(list .. string.format(query, from, from + width))
    end
  end,
  snow_id = each(function(document) return ask_snow(snow .. "/" .. document.id) end),
  snow_list = function() ready[1] = ask_snow(snow .. "?page=1") end,
  create = function()
    local made = 0
    local headers = { ["x-api-key"] = key, ["content-type"] = "application/json", ["Host"] = wrk.headers["Host"] }
    make = function()
      made = made + 1
      local body = string.format(
        '{"type":"%s","data":{"title":"Created %s %d %d","category":"category-%05d","price":%.2f,"body":"%s","tags":["a","b","c"]}}',
        type_name, seed, number, made, math.random(0, math.max(1, math.floor(documents / per_category)) - 1),
        math.random() * 1000000, words)
      return wrk.format("POST", "/api/content", headers, body)
    end
  end,
}

function init(args)
  key, documents, per_category, seed, cursor = args[2], tonumber(args[4]), tonumber(args[5]), args[6], args[7]
  snow, token = args[8], args[9]
  math.randomseed(tonumber(seed) * 31 + number)
  ready = {}
  operations[args[1]](args[3])
  count = #ready
end

function request()
  if make then return make() end
  return ready[math.random(count)]
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("measured %d %d %d %d %d %d", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), latency.max, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
