--- :checkhealth dateline

local dateline = require('dateline')

local M = {}

local function program()
  local name = dateline.program()
  if vim.fn.executable(name) == 0 then
    vim.health.error(('%s is not a program'):format(name), {
      'Install dateline, and see that its folder is on PATH',
      "or name it: vim.lsp.config('dateline', { cmd = { '/full/path/to/dateline', 'server' } })",
    })
    return
  end
  local answer = vim.system({ name, '--version' }, { text = true }):wait(10000)
  if answer.code == 0 then
    vim.health.ok(('%s: %s'):format(vim.trim(answer.stdout), vim.fn.exepath(name)))
  else
    vim.health.error(('%s does not start: %s'):format(name, vim.trim(answer.stderr or '')))
  end
end

local function server()
  if not vim.lsp.is_enabled('dateline') then
    vim.health.error('the server is not enabled', { "Put vim.lsp.enable('dateline') into init.lua" })
    return
  end
  local clients = vim.lsp.get_clients({ name = 'dateline' })
  if #clients == 0 then vim.health.info('no server runs: it starts with the first .txt or .md file') end
  for _, client in ipairs(clients) do
    vim.health.ok(('reads %s, for %d buffers, places in %s'):format(
      client.root_dir or 'single files', vim.tbl_count(client.attached_buffers), client.offset_encoding))
    vim.health.info('settings: ' .. vim.inspect(vim.tbl_get(client.config, 'settings', 'dateline') or {}))
  end
end

local function grammar()
  if require('dateline.grammar').is_installed() then
    vim.health.ok('the grammar briefing is installed')
  else
    vim.health.info('the grammar briefing is not installed; :Dateline grammar builds it')
  end
end

function M.check()
  vim.health.start('dateline: program')
  if vim.fn.has('nvim-0.11') == 0 then vim.health.error('Neovim 0.11 or newer is needed') end
  program()
  vim.health.start('dateline: server')
  server()
  vim.health.start('dateline: comfort')
  grammar()
  vim.health.info('marks are saved of themselves: ' .. tostring(dateline.options().autosave_marks))
end

return M
