-- What the Neovim tests share: named checks, waiting, a scratch copy of the example folder, facts from the program.

local M = {}

local passed, failed = 0, 0

local function say(text) io.stdout:write(text .. '\n') end

--- Runs one check. Errors inside it are its failure; the next check runs all the same.
function M.check(name, run)
  local started = vim.uv.hrtime()
  local ok, why = xpcall(run, function(err)
    return type(err) == 'string' and (err:gsub('^.-%.lua:%d+: ', '')) or vim.inspect(err)
  end)
  if ok then
    passed = passed + 1
    say(('ok    %s (%d ms)'):format(name, (vim.uv.hrtime() - started) / 1e6))
  else
    failed = failed + 1
    say(('FAIL  %s\n      %s'):format(name, (tostring(why):gsub('\n', '\n      '))))
  end
end

--- Prints the closing line and leaves Neovim, with 1 if anything failed.
function M.finish()
  say(('%d passed, %d failed'):format(passed, failed))
  io.stdout:flush()
  os.exit(failed == 0 and passed > 0 and 0 or 1)
end

--- Stops everything: without this there is nothing to check.
function M.give_up(why)
  say('FAIL  ' .. why)
  failed = failed + 1
  M.finish()
end

--- Waits until `run` returns something true, and returns that. `seconds` is generous: machines are slow at times.
function M.eventually(what, run, seconds)
  local found
  local within = vim.wait((seconds or 20) * 1000, function()
    found = run()
    return found
  end, 20)
  if not within then error(('waited %d s for %s'):format(seconds or 20, what), 0) end
  return found
end

function M.expect(truth, ...)
  if not truth then error(string.format(...), 0) end
  return truth
end

function M.read(path)
  local file = assert(io.open(path, 'rb'))
  local bytes = file:read('a')
  file:close()
  return bytes
end

function M.write(path, bytes)
  local file = assert(io.open(path, 'wb'))
  file:write(bytes)
  file:close()
end

--- Every file below a folder, as a table from relative path to content.
function M.contents(folder)
  local found = {}
  for name, kind in vim.fs.dir(folder, { depth = math.huge }) do
    if kind == 'file' then found[name] = M.read(vim.fs.joinpath(folder, name)) end
  end
  return found
end

--- A copy of a folder in a place of its own, outside every repository, so that its root is found nowhere above it.
function M.scratch_copy(folder)
  local copy = vim.uv.fs_realpath(vim.fn.tempname():match('(.*)/')) .. '/folder'
  for name, bytes in pairs(M.contents(folder)) do
    local path = vim.fs.joinpath(copy, name)
    vim.fn.mkdir(vim.fs.dirname(path), 'p')
    M.write(path, bytes)
  end
  return copy
end

--- The environment a test needs, or the end of it.
function M.environment()
  local function needed(name)
    local value = vim.env[name]
    if not value or vim.uv.fs_stat(value) == nil then
      M.give_up(('%s = %s: no such file; see tests/editors/README.md'):format(name, value or 'unset'))
    end
    return value
  end
  return { program = needed('DATELINE_BIN'), example = needed('DATELINE_EXAMPLE'), editors = needed('DATELINE_EDITORS') }
end

--- Runs the program and returns its standard output.
function M.run(program, ...)
  local result = vim.system({ program, ... }, { text = true }):wait(120000)
  if result.code ~= 0 then
    M.give_up(('%s %s ended with %d: %s'):format(program, table.concat({ ... }, ' '), result.code, result.stderr))
  end
  return result.stdout
end

--- What `dateline extract` says of a folder: its files by path, and its entities.
function M.facts(program, folder)
  local facts = { files = {}, entities = {} }
  for line in vim.gsplit(M.run(program, 'extract', '--root', folder), '\n', { trimempty = true }) do
    local object = vim.json.decode(line, { luanil = { object = true, array = true } })
    if object.path then facts.files[object.path] = object end
    vim.list_extend(facts.entities, object.entities or {})
  end
  return facts
end

--- A place counted in code points from the start of a text, as { line, byte }, both from 0.
function M.place(text, code_points)
  text = text:gsub('^\239\187\191', '')
  local before = text:sub(1, vim.str_byteindex(text, 'utf-32', code_points))
  local _, lines = before:gsub('\n', '')
  return { lines, #before:match('[^\n]*$') }
end

return M
