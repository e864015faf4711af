--- What the parts of the plugin share: its options, the server, the folder.

local M = {}

---@class dateline.Options
---@field autosave_marks boolean whether sidecars and registries are written once an action has changed them
---@field grammar_source string? the folder server/crates/grammar of dateline's source; found beside the plugin if nil

---@type dateline.Options
local defaults = { autosave_marks = true }

--- What `vim.g.dateline` says, and the defaults for what it leaves out. Read anew each time, so that a change counts.
---@return dateline.Options
function M.options()
  return vim.tbl_extend('force', defaults, vim.g.dateline or {})
end

--- The server of a buffer, or else the one that runs: a list of findings, say, belongs to no folder.
---@param buffer integer?
---@return vim.lsp.Client?
function M.client(buffer)
  local here = vim.lsp.get_clients({ name = 'dateline', bufnr = buffer or vim.api.nvim_get_current_buf() })
  return here[1] or vim.lsp.get_clients({ name = 'dateline' })[1]
end

--- The server, or a message that says what to do and nil.
---@return vim.lsp.Client?
function M.needed_client()
  local client = M.client()
  if not client then M.warn('no server runs: open a .txt or .md file, and see :checkhealth dateline') end
  return client
end

--- The folder that is read, with the server's root; without a server the working directory.
---@return string
function M.folder()
  local client = M.client()
  return client and client.root_dir or vim.fn.getcwd()
end

--- The program that the server is started with; the command line is asked through it as well.
---@return string
function M.program()
  local config = vim.lsp.config.dateline
  local command = config and config.cmd
  return type(command) == 'table' and command[1] or 'dateline'
end

---@param text string
function M.warn(text) vim.notify('dateline: ' .. text, vim.log.levels.WARN) end

---@param text string
function M.say(text) vim.notify('dateline: ' .. text, vim.log.levels.INFO) end

return M
