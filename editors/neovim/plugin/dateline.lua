-- The command :Dateline, and what happens of itself where the server runs. Nothing is loaded before it is needed.

if vim.g.loaded_dateline then return end
vim.g.loaded_dateline = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('dateline needs Neovim 0.11 or newer', vim.log.levels.WARN)
  return
end

vim.api.nvim_create_user_command('Dateline', function(call) require('dateline.commands').run(call.fargs) end, {
  nargs = '*',
  desc = 'dateline: who said it, and when?',
  complete = function(lead, line) return require('dateline.commands').complete(lead, line) end,
})

local group = vim.api.nvim_create_augroup('dateline', {})

-- An action writes into buffers that nobody looks at; without this its marks would be lost with the session.
vim.api.nvim_create_autocmd({ 'BufReadPost', 'BufNewFile' }, {
  group = group,
  pattern = { '*/.dateline/marks/*.toml', '*.dateline.toml', '*/entities.toml', '*/events.toml' },
  callback = function(event) require('dateline.autosave').watch(event.buf) end,
})

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'dateline' then require('dateline.grammar').colour(event.buf) end
  end,
})
