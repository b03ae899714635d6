resource "aws_cloudwatch_event_rule" "this" {
  for_each = var.rates

  name                = "${var.prefix}-${each.key}"
  schedule_expression = each.value
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = var.rates

  rule  = aws_cloudwatch_event_rule.this[each.key].name
  arn   = var.function_arn
  input = jsonencode({ parley = each.key })
}

resource "aws_lambda_permission" "this" {
  for_each = var.rates

  statement_id  = "schedule-${each.key}"
  action        = "lambda:InvokeFunction"
  function_name = var.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.this[each.key].arn
}
