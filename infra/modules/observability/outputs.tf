output "topic_arn" {
  description = "Where the alarms go."
  value       = aws_sns_topic.alarms.arn
}
