output "urls" {
  description = "URL of each queue, by its purpose."
  value       = { for purpose, queue in aws_sqs_queue.this : purpose => queue.url }
}

output "arns" {
  description = "ARN of each queue, by its purpose."
  value       = { for purpose, queue in aws_sqs_queue.this : purpose => queue.arn }
}

output "dead_letter_names" {
  description = "Name of each dead-letter queue, by the purpose of its queue."
  value       = { for purpose, queue in aws_sqs_queue.dead : purpose => queue.name }
}
