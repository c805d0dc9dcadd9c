-- The payment that every contender sends: eight statements, two wallets locked in their order.
sysbench.cmdline.options = {
  accounts = { "Wallets", 10000 },
  first_id = { "First payment id", 1 }
}

function thread_init()
  drv = sysbench.sql.driver()
  con = drv:connect()
  next_id = sysbench.opt.first_id + sysbench.tid * 10000000
end

function thread_done()
  con:disconnect()
end

local function lock(account)
  local row = con:query("SELECT balance, version FROM account WHERE account_id = " .. account .. " FOR UPDATE"):fetch_row()
  return tonumber(row[1]), tonumber(row[2])
end

local function update(account, amount)
  con:query("UPDATE account SET balance = balance + " .. amount .. ", version = version + 1 WHERE account_id = " .. account)
end

function event()
  local payer = sysbench.rand.uniform(1, sysbench.opt.accounts)
  local payee = sysbench.rand.uniform(1, sysbench.opt.accounts - 1)
  if payee >= payer then payee = payee + 1 end
  local amount = sysbench.rand.uniform(10, 999)
  local low, high = math.min(payer, payee), math.max(payer, payee)
  local low_amount = low == payer and -amount or amount
  next_id = next_id + 1
  con:query("BEGIN")
  local low_balance, low_version = lock(low)
  local high_balance, high_version = lock(high)
  update(low, low_amount)
  update(high, -low_amount)
  con:query(string.format("INSERT INTO payment (payment_id, operation, amount, state, original_id, client_time, attempt) VALUES (%.0f, 'transfer', %d, 'posted', NULL, 0, 1)", next_id, amount))
  con:query(string.format("INSERT INTO entry (payment_id, leg, account_id, amount, balance_after, account_version) VALUES (%.0f, 0, %d, %d, %.0f, %.0f), (%.0f, 1, %d, %d, %.0f, %.0f)",
    next_id, low, low_amount, low_balance + low_amount, low_version + 1,
    next_id, high, -low_amount, high_balance - low_amount, high_version + 1))
  con:query("COMMIT")
end
