--- Lists to choose from, by vim.ui.select, so that any picker somebody has installed shows them.

local dateline = require('dateline')

local M = {}

local function show(symbol, client)
  vim.lsp.util.show_document(symbol.location, client.offset_encoding, { focus = true, reuse_win = true })
end

local function line(symbol)
  local about = symbol.containerName
  return about and about ~= '' and ('%s  (%s)'):format(symbol.name, about) or symbol.name
end

--- Asks the search of the folder, shows what it finds, and jumps to what is chosen.
---@param sigil string `@` for people, `#` for events, `!` for what was said
---@param words string the beginning of a name, or nothing
---@param prompt string
function M.symbols(sigil, words, prompt)
  local client = dateline.needed_client()
  if not client then return end
  client:request('workspace/symbol', { query = sigil .. words }, function(failure, symbols)
    if failure then return dateline.warn(failure.message) end
    if not symbols or #symbols == 0 then return dateline.say('nothing found for ' .. sigil .. words) end
    vim.ui.select(symbols, { prompt = prompt, kind = 'dateline', format_item = line }, function(symbol)
      if symbol then show(symbol, client) end
    end)
  end)
end

--- The actions at the cursor whose titles begin so. One is carried out at once, several are offered.
---@param beginning string
function M.action(beginning)
  if not dateline.needed_client() then return end
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action) return vim.startswith(action.title, beginning) end,
  })
end

return M
