--- The grammar `briefing`: builds it with the C compiler of the machine, and colours articles with it where it is there.

local dateline = require('dateline')

local M = {}

--- Neovim's own place for parsers and queries of a person.
local function site() return vim.fs.joinpath(vim.fn.stdpath('data') --[[@as string]], 'site') end

--- The folder of the grammar's source: as the options say, or in the source folder that this plugin is part of.
---@return string?
function M.source()
  -- The plugin may be a link into that folder.
  local this = debug.getinfo(1, 'S').source:sub(2)
  local here = vim.fs.dirname(vim.uv.fs_realpath(this) or this)
  local beside = vim.fs.normalize(vim.fs.joinpath(here, '../../../../server/crates/grammar'))
  local folder = dateline.options().grammar_source or beside
  return vim.uv.fs_stat(vim.fs.joinpath(folder, 'src', 'parser.c')) and folder or nil
end

---@return boolean
function M.is_installed()
  return #vim.api.nvim_get_runtime_file('parser/briefing.so', false) > 0
end

local function copy_queries(from, to)
  vim.fn.mkdir(to, 'p')
  for name in vim.fs.dir(from) do
    assert(vim.uv.fs_copyfile(vim.fs.joinpath(from, name), vim.fs.joinpath(to, name)))
  end
end

local function sources_of(folder)
  return vim.fn.glob(vim.fs.joinpath(folder, 'src', '*.c'), false, true)
end

--- Builds the parser into `site/parser`, and puts its queries beside it.
function M.install()
  local source = M.source()
  if not source then
    return dateline.warn('the grammar is not beside the plugin: name server/crates/grammar in vim.g.dateline.grammar_source')
  end
  vim.fn.mkdir(vim.fs.joinpath(site(), 'parser'), 'p')
  local parser = vim.fs.joinpath(site(), 'parser', 'briefing.so')
  local command = { vim.env.CC or 'cc', '-O2', '-shared', '-fPIC', '-I', vim.fs.joinpath(source, 'src'), '-o', parser }
  vim.list_extend(command, sources_of(source))
  local ok, job = pcall(vim.system, command, { text = true })
  if not ok then return dateline.warn(('there is no C compiler %s'):format(command[1])) end
  local built = job:wait()
  if built.code ~= 0 then return dateline.warn('the grammar was not built: ' .. built.stderr) end
  copy_queries(vim.fs.joinpath(source, 'queries'), vim.fs.joinpath(site(), 'queries', 'briefing'))
  dateline.say('the grammar is built; articles that are opened from now on are coloured by it')
end

--- Colours a buffer of plain text, if the grammar is there. Markdown has a grammar of its own.
---@param buffer integer
function M.colour(buffer)
  if vim.bo[buffer].filetype ~= 'text' or not M.is_installed() then return end
  vim.treesitter.language.register('briefing', 'text')
  pcall(vim.treesitter.start, buffer, 'briefing')
end

return M
