--- What :Dateline can be asked, in a word each.

local dateline = require('dateline')
local pick = require('dateline.pick')
local places = require('dateline.places')

local M = {}

---@class dateline.Command
---@field does string one line of what it is for
---@field run fun(words: string)

---@type table<string, dateline.Command>
M.all = {
  people = { does = 'choose a person of the folder', run = function(words) pick.symbols('@', words, 'People') end },
  events = { does = 'choose an event of the folder', run = function(words) pick.symbols('#', words, 'Events') end },
  quotes = { does = 'choose what somebody said', run = function(words) pick.symbols('!', words, 'What was said') end },
  date = { does = 'set the date of this article', run = function() pick.action('Set article date') end },
  note = { does = 'add a note on the words here', run = function() pick.action('Add note on') end },
  ignore = { does = 'set a finding aside, with a reason', run = function() pick.action('Ignore ') end },
  cite = { does = 'cite the words here in a draft', run = function() pick.action('Cite ') end },
  findings = { does = 'all findings, in the quickfix list', run = function() M.findings() end },
  overview = { does = 'the folder on one screen', run = function() places.overview() end },
  timeline = { does = 'the timeline of the folder, in the browser', run = function() places.timeline() end },
  dossier = { does = 'all of a name, in the browser', run = function(words) places.dossier(words) end },
  briefing = { does = 'begin a new briefing', run = function(words) places.briefing(words) end },
  sidecar = { does = 'open the sidecar of this article', run = function() places.sidecar() end },
  registry = { does = 'open entities.toml', run = function() places.registry() end },
  restart = { does = 'start the server again', run = function() M.restart() end },
  log = { does = 'open the log', run = function() vim.cmd.edit(vim.fn.fnameescape(vim.lsp.log.get_filename())) end },
  info = { does = 'what runs, and with which settings', run = function() vim.cmd('checkhealth dateline') end },
  grammar = { does = 'build the grammar that colours articles', run = function() require('dateline.grammar').install() end },
}

---@param words string[]
function M.run(words)
  local name = words[1] or 'overview'
  local command = M.all[name]
  if not command then
    return dateline.warn(('no %s: there is %s'):format(name, table.concat(M.names(), ', ')))
  end
  command.run(table.concat(vim.list_slice(words, 2), ' '))
end

--- All names, in order.
---@return string[]
function M.names()
  local names = vim.tbl_keys(M.all)
  table.sort(names)
  return names
end

---@param lead string what is being typed
---@param line string
---@return string[]
function M.complete(lead, line)
  if line:match('^%S+%s+%S+%s') then return {} end
  return vim.tbl_filter(function(name) return vim.startswith(name, lead) end, M.names())
end

--- Findings of all files that were opened, in the order of files and places.
function M.findings()
  local client = dateline.needed_client()
  if not client then return end
  local ours = vim.tbl_filter(function(one) return one.source == 'dateline' end, vim.diagnostic.get())
  local items = vim.diagnostic.toqflist(ours)
  for index, item in ipairs(items) do
    item.text = ('%s %s'):format(ours[index].code, item.text)
  end
  vim.fn.setqflist({}, ' ', { title = 'Findings', items = items })
  if #items == 0 then return dateline.say('there are no findings in the files that are open') end
  vim.cmd('botright copen')
end

--- Stops the server, and starts it for every buffer that it had.
function M.restart()
  local client = dateline.needed_client()
  if not client then return end
  local buffers = vim.tbl_keys(client.attached_buffers)
  client:stop()
  vim.wait(5000, function() return client:is_stopped() end, 20)
  if not client:is_stopped() then client:stop(true) end
  for _, buffer in ipairs(buffers) do
    -- The server is started where a file type is said, as for a file that is opened.
    vim.api.nvim_exec_autocmds('FileType', { group = 'nvim.lsp.enable', buffer = buffer })
  end
end

return M
